package dev.rollcall.testkit.server.kafka;

import java.nio.file.Path;
import java.util.Properties;

/** The settings of the one node; those not named here are Kafka's own defaults. */
record NodeSettings(Path directory, int brokerPort, int controllerPort) {

  private static final String HOST = "127.0.0.1";

  Properties toProperties() {
    Properties settings = new Properties();
    addNode(settings);
    addSingleReplicas(settings);
    addRetention(settings);
    addQuickStart(settings);
    return settings;
  }

  private void addNode(Properties settings) {
    String broker = HOST + ":" + brokerPort;
    String controller = HOST + ":" + controllerPort;
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", "1");
    settings.put("listeners", "PLAINTEXT://" + broker + ",CONTROLLER://" + controller);
    settings.put("advertised.listeners", "PLAINTEXT://" + broker);
    settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    settings.put("inter.broker.listener.name", "PLAINTEXT");
    settings.put("controller.listener.names", "CONTROLLER");
    // A static quorum: its address is read from here at every start. The dynamic kind keeps the
    // address in the metadata log, and the ports may change from one start to the next.
    settings.put("controller.quorum.voters", "1@" + controller);
    settings.put("log.dirs", directory.resolve("log").toString());
    settings.put("auto.create.topics.enable", "false");
  }

  /** There is one broker, so nothing can have two replicas; transactions need this to work. */
  private static void addSingleReplicas(Properties settings) {
    settings.put("default.replication.factor", "1");
    settings.put("min.insync.replicas", "1");
    settings.put("offsets.topic.replication.factor", "1");
    settings.put("offsets.topic.num.partitions", "1");
    settings.put("transaction.state.log.replication.factor", "1");
    settings.put("transaction.state.log.min.isr", "1");
    settings.put("transaction.state.log.num.partitions", "1");
    settings.put("share.coordinator.state.topic.replication.factor", "1");
    settings.put("share.coordinator.state.topic.min.isr", "1");
    settings.put("share.coordinator.state.topic.num.partitions", "1");
  }

  /** Records are kept for good: retention goes by record time, and test records may be old. */
  private static void addRetention(Properties settings) {
    settings.put("log.retention.ms", "-1");
    settings.put("offsets.retention.minutes", String.valueOf(Integer.MAX_VALUE));
  }

  /** Short waits and small pools. A short broker session makes a restart after a kill quick. */
  private static void addQuickStart(Properties settings) {
    settings.put("group.initial.rebalance.delay.ms", "0");
    // tests of what happens when a consumer dies need not wait six seconds for it
    settings.put("group.min.session.timeout.ms", "1000");
    // nor what readers wait for when a process was killed in its transaction
    settings.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
    settings.put("broker.session.timeout.ms", "3000");
    settings.put("broker.heartbeat.interval.ms", "500");
    settings.put("controller.quorum.election.timeout.ms", "200");
    settings.put("controller.quorum.election.backoff.max.ms", "100");
    settings.put("controller.quorum.fetch.timeout.ms", "500");
    settings.put("num.network.threads", "2");
    settings.put("num.io.threads", "4");
    settings.put("log.cleaner.dedupe.buffer.size", String.valueOf(2 * 1024 * 1024));
  }
}
