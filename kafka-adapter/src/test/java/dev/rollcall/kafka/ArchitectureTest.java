package dev.rollcall.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rooms of the adapter: they point one way, and {@code internal} stays inside. */
class ArchitectureTest {

  private static final String ADAPTER = "dev.rollcall.kafka";

  /** What each room may use of the adapter, besides itself. A new room earns a line here. */
  private static final Map<String, Set<String>> MAY_USE =
      Map.of(
          "", Set.of("internal.setting"),
          "internal.setting", Set.of(),
          "internal.client", Set.of("", "internal.setting"),
          "topic", Set.of("", "internal.client"),
          "source", Set.of("", "internal.setting", "internal.client"),
          "load", Set.of("", "internal.client"),
          "deadletter", Set.of("", "internal.client", "source"),
          "redrive", Set.of("", "internal.client", "source", "deadletter"),
          "erase", Set.of("", "internal.client", "deadletter", "redrive"),
          "replay", Set.of("", "internal.client", "source"));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ADAPTER);

  @Test
  void everyRoomHasItsPlaceAndPointsOneWay() {
    Set<String> rooms = new TreeSet<>();
    for (JavaClass each : CLASSES) {
      rooms.add(room(each));
      Set<String> allowed = MAY_USE.getOrDefault(room(each), Set.of());
      each.getDirectDependenciesFromSelf().stream()
          .map(dependency -> dependency.getTargetClass().getBaseComponentType())
          .filter(used -> used.getPackageName().startsWith(ADAPTER))
          .map(ArchitectureTest::room)
          .filter(used -> !used.equals(room(each)))
          .forEach(used -> assertThat(allowed).as(each.getName()).contains(used));
    }
    assertThat(rooms).isEqualTo(new TreeSet<>(MAY_USE.keySet()));
  }

  @Test
  void internalTypesAreInNoPublicSignature() {
    for (JavaClass each : CLASSES) {
      if (isPublic(each) && !room(each).startsWith("internal")) {
        assertThat(signatures(each).filter(type -> room(type).startsWith("internal")))
            .as("internal types in the signatures of " + each.getName())
            .isEmpty();
      }
    }
  }

  @Test
  void noOtherModuleUsesInternalTypes() throws IOException {
    try (Stream<Path> files =
        Files.find(Path.of(".."), 16, (file, any) -> file.toString().matches(".*/src/.*[.]java"))) {
      assertThat(
              files
                  .filter(file -> !file.startsWith(Path.of("..", "kafka-adapter")))
                  .filter(ArchitectureTest::namesInternalTypes))
          .as("files of other modules that name internal types")
          .isEmpty();
    }
  }

  private static boolean namesInternalTypes(Path file) {
    try {
      return Files.readString(file).contains(ADAPTER + ".internal");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<JavaClass> signatures(JavaClass type) {
    Stream<JavaClass> ofCode =
        type.getCodeUnits().stream()
            .filter(ArchitectureTest::isVisible)
            .flatMap(
                unit ->
                    Stream.concat(
                            Stream.of(unit.getReturnType()), unit.getParameterTypes().stream())
                        .flatMap(found -> found.getAllInvolvedRawTypes().stream()));
    Stream<JavaClass> ofFields =
        type.getFields().stream()
            .filter(field -> field.getModifiers().contains(JavaModifier.PUBLIC))
            .map(JavaField::getRawType);
    Stream<JavaClass> parents =
        Stream.concat(type.getRawSuperclass().stream(), type.getRawInterfaces().stream());
    return Stream.of(ofCode, ofFields, parents)
        .flatMap(all -> all)
        .map(JavaClass::getBaseComponentType)
        .filter(found -> found.getPackageName().startsWith(ADAPTER));
  }

  private static boolean isVisible(JavaCodeUnit unit) {
    return unit.getModifiers().contains(JavaModifier.PUBLIC)
        || unit.getModifiers().contains(JavaModifier.PROTECTED);
  }

  private static boolean isPublic(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC)
        && type.getEnclosingClass().map(ArchitectureTest::isPublic).orElse(true);
  }

  /** {@code source} of {@code dev.rollcall.kafka.source}; "" for the package of the adapter. */
  private static String room(JavaClass type) {
    return type.getPackageName().equals(ADAPTER)
        ? ""
        : type.getPackageName().substring(ADAPTER.length() + 1);
  }
}
