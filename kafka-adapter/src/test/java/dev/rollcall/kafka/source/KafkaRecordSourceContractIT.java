package dev.rollcall.kafka.source;

import dev.rollcall.core.port.RecordSource;
import dev.rollcall.kafka.FreshTopics;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.internal.client.KafkaClients;
import dev.rollcall.testkit.contract.RecordSourceContract;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;

class KafkaRecordSourceContractIT extends RecordSourceContract {

  private final KafkaTopic topic = FreshTopics.create("contract", PARTITIONS);
  private final Producer<byte[], byte[]> producer = KafkaClients.producer(topic);

  @Override
  protected RecordSource open() {
    return KafkaSource.of(topic).group(topic.name()).open();
  }

  @Override
  protected void append(int partition, byte[] value) {
    producer.send(new ProducerRecord<>(topic.name(), partition, null, value));
    producer.flush();
  }

  @AfterEach
  void closeProducer() {
    producer.close();
  }
}
