package dev.rollcall.randomuser;

import java.net.URI;

/**
 * One reply of the API that was checked: valid JSON with as many users as asked for. Threadsafe as
 * long as nobody changes the body, which is not copied.
 *
 * @param page number of the page, from 1
 * @param body the reply as it came, JSON in UTF-8, {@code {"results":[…],"info":{…}}}
 * @param users elements of {@code results}, at least 1
 * @param request what was asked; holds no secrets
 */
public record UserPage(int page, byte[] body, int users, URI request) {

  public UserPage {
    if (page < 1 || users < 1) {
      throw new IllegalArgumentException(
          "got page " + page + " with " + users + " users, expected at least 1 of each");
    }
  }
}
