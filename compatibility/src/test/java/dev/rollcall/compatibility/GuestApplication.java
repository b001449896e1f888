package dev.rollcall.compatibility;

import com.fasterxml.jackson.core.json.PackageVersion;
import dev.rollcall.core.memory.InMemoryRows;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.PipelineRunner;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.kafka.deadletter.DeadLetterTopic;
import dev.rollcall.kafka.source.KafkaSource;
import org.apache.kafka.common.utils.AppInfoParser;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * A user's application: a pipeline runs as a bean as long as the application does. It says on
 * standard output when it is caught up, and over which libraries.
 */
@SpringBootConfiguration
public class GuestApplication {

  /** Runs until the process is told to end. */
  public static void main(String[] args) {
    SpringApplication.run(GuestApplication.class, args);
  }

  @Bean
  PipelineRunner guests(
      @Value("${servers}") String servers,
      @Value("${topic}") String topic,
      @Value("${group}") String group) {
    RecordType guest =
        RecordType.named("guest")
            .key("id")
            .column("id", ColumnType.STRING)
            .from("id")
            .column("age", ColumnType.INT64)
            .from("age")
            .build();
    Pipeline pipeline =
        Pipeline.named("guests")
            .records(guest)
            .rows(InMemoryRows.named("guests"))
            .deadLetters(
                DeadLetterTopic.named(topic + ".dead-letters")
                    .bootstrapServers(servers)
                    .autoCreate())
            .build();
    return PipelineRunner.start(
        pipeline, KafkaSource.topic(topic).group(group).bootstrapServers(servers));
  }

  @Bean
  ApplicationRunner announcement(PipelineRunner guests) {
    return arguments ->
        System.out.printf(
            "caught up: %d written, %d dead-lettered; kafka-clients %s, Jackson %s%n",
            guests.awaitCaughtUp().written(),
            guests.status().report().deadLettered(),
            AppInfoParser.getVersion(),
            PackageVersion.VERSION);
  }
}
