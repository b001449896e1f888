package dev.rollcall.faults.visit;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Produces visits at a pace that can be changed, on a thread of its own. Each record's timestamp is
 * a millisecond of its own, so that of two rows of one key one is the newer. Threadsafe.
 */
public final class VisitProducer implements AutoCloseable {

  /** Sent at once, at most. */
  private static final long BURST = 500;

  /** The time of the first record: so long ago that the last one is not in the future. */
  private static final Duration EARLIER = Duration.ofDays(1);

  private final Producer<byte[], byte[]> producer;
  private final String topic;
  private final Visits visits;
  private final long records;
  private final long epoch;
  private final AtomicLong sent = new AtomicLong();
  private final Thread thread = new Thread(this::produce, "visits");
  private volatile @Nullable Throwable failure;
  private volatile double perSecond;
  private volatile long slowFrom = Long.MAX_VALUE;
  private volatile boolean closed;

  /** Begins; {@code perSecond} may be {@link Double#POSITIVE_INFINITY}. */
  public VisitProducer(
      String bootstrapServers, String topic, Visits visits, long records, double perSecond) {
    this.topic = topic;
    this.visits = visits;
    this.records = records;
    this.perSecond = perSecond;
    this.epoch = Instant.now().minus(EARLIER).toEpochMilli();
    this.producer =
        client(bootstrapServers, Map.of("delivery.timeout.ms", 300_000, "linger.ms", 20));
    thread.setDaemon(true);
    thread.start();
  }

  /** A producer that keeps the order. */
  public static Producer<byte[], byte[]> client(String bootstrapServers, Map<String, ?> more) {
    Map<String, Object> settings = new HashMap<>(more);
    settings.put("bootstrap.servers", bootstrapServers);
    settings.put("acks", "all");
    // with several, a batch that a restarting broker or a new partition refuses may be overtaken
    // by the next: then it is out of sequence for ever
    settings.put("max.in.flight.requests.per.connection", 1);
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /**
   * From now on so many records per second, and a tenth of that once {@code limit} records are
   * sent: records keep coming however long it takes.
   */
  public void pace(double recordsPerSecond, long limit) {
    perSecond = recordsPerSecond;
    slowFrom = limit;
  }

  /** Records handed to the producer so far. */
  public long sent() {
    return sent.get();
  }

  /** Produces the rest as fast as it goes, and waits until all of it is acknowledged. */
  public void finish() throws InterruptedException {
    pace(Double.POSITIVE_INFINITY, Long.MAX_VALUE);
    awaitSent();
  }

  /** Stops producing and waits until all that was sent is acknowledged. */
  public void end() throws InterruptedException {
    closed = true;
    awaitSent();
  }

  private void awaitSent() throws InterruptedException {
    thread.join();
    producer.flush();
    if (failure != null || (sent.get() != records && !closed)) {
      throw new IllegalStateException(
          "produced " + sent.get() + " of " + records + " records", failure);
    }
  }

  private void produce() {
    double allowed = 0;
    long last = System.nanoTime();
    try {
      while (sent.get() < records && !closed && failure == null) {
        long now = System.nanoTime();
        double rate = sent.get() < slowFrom ? perSecond : perSecond / 10;
        allowed = Math.min(BURST, allowed + (now - last) / 1e9 * rate);
        last = now;
        for (; allowed >= 1 && sent.get() < records; allowed--) {
          send(sent.getAndIncrement());
        }
        LockSupport.parkNanos(5_000_000);
      }
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private void send(long n) {
    producer.send(
        new ProducerRecord<>(topic, null, epoch + n, visits.key(n), visits.value(n)),
        (metadata, error) -> failure = failure == null ? error : failure);
  }

  /** What is not acknowledged by now may be lost. */
  @Override
  public void close() {
    closed = true;
    producer.close();
  }
}
