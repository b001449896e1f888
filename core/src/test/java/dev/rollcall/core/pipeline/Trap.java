package dev.rollcall.core.pipeline;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What a call of a port, source or listener does once it is armed: it throws, checked exceptions
 * undeclared too, or never comes back. Every call goes through it, by its name. Found by its own
 * name, as the definitions that hold it are copied. Threadsafe.
 */
final class Trap {

  private static final Map<String, Trap> TRAPS = new ConcurrentHashMap<>();

  /** What is thrown, made anew by each call; null to hang. */
  interface Bait {
    Throwable make();
  }

  private final String name;
  private final String call;
  private final Bait bait;
  private final Set<String> called = ConcurrentHashMap.newKeySet();
  private final CountDownLatch sprung = new CountDownLatch(1);
  private volatile boolean armed;

  private Trap(String name, String call, Bait bait) {
    this.name = name;
    this.call = call;
    this.bait = bait;
  }

  /** One that is found by this name from now on. */
  static Trap set(String name, String call, Bait bait) {
    Trap trap = new Trap(name, call, bait);
    TRAPS.put(name, trap);
    return trap;
  }

  static Trap named(String name) {
    return TRAPS.get(name);
  }

  String name() {
    return name;
  }

  void arm() {
    armed = true;
  }

  boolean isArmed() {
    return armed;
  }

  /** The call is one of those that workers make, for a partition that may be gone by then. */
  boolean isOfAWorker() {
    return call.matches("(sink|store|letters)\\..*");
  }

  boolean awaitSprung() throws InterruptedException {
    return sprung.await(10, TimeUnit.SECONDS);
  }

  boolean isSprung() {
    return sprung.getCount() == 0;
  }

  /** The names of all calls that were made. */
  Set<String> called() {
    return called;
  }

  /** At the begin of every call. */
  void step(String name) {
    called.add(name);
    if (armed && name.equals(call)) {
      sprung.countDown();
      Throwable thrown = bait.make();
      if (thrown == null) {
        hang();
      }
      throw Trap.<RuntimeException>sneaky(thrown);
    }
  }

  /** As a driver does that takes no interrupt for an answer. */
  static void hang() {
    CountDownLatch never = new CountDownLatch(1);
    while (true) {
      try {
        never.await();
      } catch (InterruptedException e) {
        // goes on hanging
      }
    }
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> T sneaky(Throwable thrown) throws T {
    throw (T) thrown;
  }
}
