package dev.rollcall.testkit.randomuser;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The few ways in which a request is answered. Not threadsafe. */
final class Exchange {

  private static final String JSON = "application/json; charset=utf-8";

  private final HttpExchange http;

  Exchange(HttpExchange http) {
    this.http = http;
  }

  void json(int status, byte[] body) throws IOException {
    send(status, JSON, body);
  }

  void error(int status, String message) throws IOException {
    json(status, ("{\"error\":\"" + message + "\"}").getBytes(StandardCharsets.UTF_8));
  }

  void text(int status, String text) throws IOException {
    send(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }

  void html(String page) throws IOException {
    send(200, "text/html; charset=utf-8", page.getBytes(StandardCharsets.UTF_8));
  }

  void header(String name, String value) {
    http.getResponseHeaders().set(name, value);
  }

  /** Announces all of the body and sends the first half; closing then cuts the connection. */
  void firstHalf(byte[] body) throws IOException {
    header("Content-Type", JSON);
    http.sendResponseHeaders(200, body.length);
    http.getResponseBody().write(body, 0, body.length / 2);
    http.getResponseBody().flush();
  }

  private void send(int status, String type, byte[] body) throws IOException {
    header("Content-Type", type);
    http.sendResponseHeaders(status, body.length);
    http.getResponseBody().write(body);
  }
}
