package dev.rollcall.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The shape of core: packages point one way, and nothing of the world outside is known. */
class ArchitectureTest {

  private static final String CORE = "dev.rollcall.core";

  /** What each package may use of core, besides itself. A new package earns a line here. */
  private static final Map<String, Set<String>> MAY_USE =
      Map.of(
          "error", Set.of(),
          "record", Set.of("error"),
          "user", Set.of("record"),
          "commerce", Set.of("record", "aggregate"),
          "flatten", Set.of("record", "error"),
          "aggregate", Set.of("record", "error"),
          "port", Set.of("record", "error", "aggregate"),
          "memory", Set.of("record", "error", "aggregate", "port"),
          "pipeline", Set.of("record", "error", "aggregate", "port", "flatten"),
          "clean", Set.of("record", "pipeline"));

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
    Set<String> names = new TreeSet<>();
    for (JavaPackage each : packages()) {
      names.add(each.getName().substring(CORE.length() + 1));
    }
    assertThat(names).contains("pipeline", "record").isSubsetOf(MAY_USE.keySet());
  }

  @Test
  void packagesPointOneWayAndKnowNoInfrastructure() {
    MAY_USE.forEach(
        (name, uses) -> {
          String[] allowed =
              Stream.of(
                      Stream.of(CORE + "." + name),
                      uses.stream().map(used -> CORE + "." + used),
                      JDK.stream(),
                      LIBRARIES.stream(),
                      // primitives and their arrays
                      Stream.of(""))
                  .flatMap(packages -> packages)
                  .toArray(String[]::new);
          classes()
              .that()
              .resideInAPackage(CORE + "." + name)
              .should()
              .onlyDependOnClassesThat()
              .resideInAnyPackage(allowed)
              .allowEmptyShould(true)
              .check(CLASSES);
        });
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
  void thereAreNoCycles() {
    slices().matching(CORE + ".(*)..").should().beFreeOfCycles().check(CLASSES);
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
