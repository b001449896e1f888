package dev.rollcall.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The shape of core: packages point one way, and nothing of the world outside is known. */
class ArchitectureTest {

  private static final String CORE = "dev.rollcall.core";
  private static final String INTERNAL = CORE + ".internal";

  /**
   * What each part may use of core, besides itself. A part is a package that users see, with the
   * rooms below {@code internal} that make it work. A new package earns a line here.
   */
  private static final Map<String, Part> PARTS =
      Map.of(
          "error", part(Set.of()),
          "record", part(Set.of("error"), "mapping", "row"),
          "flatten", part(Set.of("record", "error"), "decode"),
          "user", part(Set.of("record")),
          "commerce", part(Set.of("record", "aggregate")),
          "aggregate", part(Set.of("record", "error"), "aggregate", "accumulator"),
          "port", part(Set.of("record", "error", "aggregate")),
          "memory", part(Set.of("record", "error", "aggregate", "port")),
          "pipeline",
              part(
                  Set.of("record", "error", "aggregate", "port", "flatten"),
                  "pipeline",
                  "process",
                  "run",
                  "engine",
                  "batch"),
          "clean", part(Set.of("record", "pipeline")));

  private record Part(Set<String> uses, List<String> rooms) {
    Stream<String> packages(String face) {
      return Stream.concat(
          Stream.of(CORE + "." + face), rooms.stream().map(room -> INTERNAL + "." + room));
    }
  }

  private static Part part(Set<String> uses, String... rooms) {
    return new Part(uses, List.of(rooms));
  }

  /** Of the JDK: no java.sql, java.net, javax.management or the like. */
  private static final List<String> JDK =
      List.of(
          "java.lang..",
          "java.util..",
          "java.io..",
          "java.nio..",
          "java.math..",
          "java.time..",
          "java.text..",
          "java.security..",
          "javax.crypto..");

  private static final List<String> LIBRARIES =
      List.of(
          "org.jspecify.annotations..",
          "org.slf4j..",
          "com.fasterxml.jackson..",
          "com.dynatrace.hash4j..",
          "com.datadoghq.sketch..");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(CORE);

  @Test
  void everyPackageHasItsPlace() {
    Set<String> expected =
        PARTS.entrySet().stream()
            .flatMap(part -> part.getValue().packages(part.getKey()))
            .collect(Collectors.toSet());
    assertThat(packages()).extracting(JavaPackage::getName).isSubsetOf(expected);
  }

  @Test
  void partsPointOneWayAndKnowNoInfrastructure() {
    PARTS.forEach(
        (name, part) -> {
          String[] own = part.packages(name).toArray(String[]::new);
          String[] allowed =
              Stream.of(
                      Stream.of(own),
                      part.uses().stream().flatMap(used -> PARTS.get(used).packages(used)),
                      JDK.stream(),
                      LIBRARIES.stream(),
                      // primitives and their arrays
                      Stream.of(""))
                  .flatMap(packages -> packages)
                  .toArray(String[]::new);
          classes()
              .that()
              .resideInAnyPackage(own)
              .should()
              .onlyDependOnClassesThat()
              .resideInAnyPackage(allowed)
              .allowEmptyShould(true)
              .check(CLASSES);
        });
  }

  /** A user sees only what is meant for users. */
  @Test
  void internalTypesAreInNoPublicSignature() {
    List<String> leaks =
        CLASSES.stream()
            .filter(type -> !type.getPackageName().startsWith(INTERNAL) && isVisible(type))
            .flatMap(ArchitectureTest::leaksOf)
            .sorted()
            .toList();
    assertThat(leaks).isEmpty();
  }

  /** A user finds each type in the reading order of its package. */
  @Test
  void eachPublicTypeHasALineInItsPackage() throws IOException {
    for (JavaClass type : CLASSES) {
      if (type.isTopLevelClass()
          && isVisible(type)
          && !isInternal(type)
          && !type.getSimpleName().equals("package-info")) {
        Path order =
            Path.of("src/main/java", type.getPackageName().split("[.]"))
                .resolve("package-info.java");
        assertThat(Files.readString(order).replaceAll("\\s+[*]?\\s*", " "))
            .as(order.toString())
            .contains("{@link " + type.getName() + "}");
      }
    }
  }

  /** Core and the named bridges alone know how core works. */
  @Test
  void otherModulesNameNoInternalType() throws IOException {
    Set<String> bridges = Set.of("core", "spark-adapter", "testkit", "faults", "benchmarks");
    try (Stream<Path> files =
        Files.find(Path.of(".."), 20, (file, any) -> file.toString().matches(".*/src/.*[.]java"))) {
      List<Path> others =
          files.filter(file -> !bridges.contains(file.getName(1).toString())).toList();
      assertThat(others).as("source of other modules").hasSizeGreaterThan(100);
      assertThat(others)
          .allSatisfy(
              file ->
                  assertThat(Files.readString(file)).as(file.toString()).doesNotContain(INTERNAL));
    }
  }

  private static Stream<String> leaksOf(JavaClass type) {
    Stream<String> supertypes =
        Stream.concat(type.getRawInterfaces().stream(), type.getRawSuperclass().stream())
            .filter(ArchitectureTest::isInternal)
            .map(parent -> type.getName() + " extends " + parent.getName());
    Stream<String> members =
        Stream.concat(type.getCodeUnits().stream(), type.getFields().stream())
            .filter(member -> isVisible(member.getModifiers()))
            .filter(
                member ->
                    member.getAllInvolvedRawTypes().stream().anyMatch(ArchitectureTest::isInternal))
            .map(JavaMember::getFullName);
    return Stream.concat(supertypes, members);
  }

  private static boolean isInternal(JavaClass type) {
    return type.getPackageName().startsWith(INTERNAL);
  }

  private static boolean isVisible(JavaClass type) {
    return isVisible(type.getModifiers())
        && type.getEnclosingClass().map(ArchitectureTest::isVisible).orElse(true);
  }

  private static boolean isVisible(Set<JavaModifier> modifiers) {
    return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
  }

  @Test
  void noInfrastructureIsNamed() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.sql..",
            "javax.sql..",
            "java.net.http..",
            "org.apache..",
            "com.datastax..",
            "com.mongodb..",
            "org.bson..")
        .check(CLASSES);
  }

  @Test
  void roomsHaveNoCycles() {
    slices().matching(INTERNAL + ".(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void namesAreNounsOfTheDomain() {
    noClasses()
        .should()
        .haveNameMatching(".*[.$]((Abstract|Base)[A-Z]\\w*|\\w*(Utils?|Manager|Impl|Helper))")
        .check(CLASSES);
  }

  @Test
  void everyPackageIsNullMarked() {
    List<String> unmarked =
        packages().stream()
            .filter(each -> !each.isAnnotatedWith(NullMarked.class))
            .map(JavaPackage::getName)
            .toList();
    assertThat(unmarked).isEmpty();
  }

  private static Set<JavaPackage> packages() {
    return CLASSES.stream().map(JavaClass::getPackage).collect(Collectors.toSet());
  }
}
