package dev.rollcall.randomuser;

import java.net.URI;

/**
 * One checked reply of the API: valid JSON with as many users as requested. Does not copy the body:
 * do not change it.
 *
 * @param page number of the page, from 1
 * @param body the reply as received, JSON in UTF-8, {@code {"results":[…],"info":{…}}}
 * @param users elements of {@code results}, at least 1
 * @param request the request; holds no secrets
 */
public record UserPage(int page, byte[] body, int users, URI request) {

  public UserPage {
    if (page < 1 || users < 1) {
      throw new IllegalArgumentException(
          "got page " + page + " with " + users + " users, expected at least 1 of each");
    }
  }
}
