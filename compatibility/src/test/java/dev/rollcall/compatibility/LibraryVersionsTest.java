package dev.rollcall.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.apache.kafka.common.utils.AppInfoParser;
import org.junit.jupiter.api.Test;

/** Every class and method of a library that the modules refer to is in the older library too. */
class LibraryVersionsTest {

  private static final List<String> LIBRARIES =
      List.of(
          "org.apache.kafka.",
          "com.fasterxml.jackson.",
          "io.micrometer.",
          "com.datastax.oss.driver.",
          "com.mongodb.",
          "org.bson.",
          "com.zaxxer.hikari.");

  private static final JavaClasses MODULES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(
              "dev.rollcall.core",
              "dev.rollcall.kafka",
              "dev.rollcall.cassandra",
              "dev.rollcall.mongo",
              "dev.rollcall.jdbc",
              "dev.rollcall.csv",
              "dev.rollcall.micrometer");

  @Test
  void theOldLibrariesAreOnTheClassPath() {
    assertThat(AppInfoParser.getVersion()).isEqualTo("3.9.1");
    assertThat(com.fasterxml.jackson.core.json.PackageVersion.VERSION.toString())
        .startsWith("2.19.");
    assertThat(com.fasterxml.jackson.databind.cfg.PackageVersion.VERSION.toString())
        .startsWith("2.19.");
  }

  @Test
  void everyMethodAndFieldThatIsUsedIsThere() {
    List<String> missing =
        MODULES.stream()
            .flatMap(each -> each.getAccessesFromSelf().stream())
            .filter(access -> isOfALibrary(access.getTargetOwner()))
            .filter(access -> !isThere(access.getTarget()))
            .map(JavaAccess::getDescription)
            .toList();

    assertThat(missing).isEmpty();
  }

  @Test
  void everyClassThatIsUsedIsThere() {
    List<String> used =
        MODULES.stream()
            .flatMap(each -> each.getDirectDependenciesFromSelf().stream())
            .map(Dependency::getTargetClass)
            .map(JavaClass::getBaseComponentType)
            .filter(LibraryVersionsTest::isOfALibrary)
            .map(JavaClass::getName)
            .distinct()
            .toList();

    assertThat(used).hasSizeGreaterThan(80).allSatisfy(LibraryVersionsTest::load);
  }

  private static void load(String name) throws ClassNotFoundException {
    assertThat(Class.forName(name, false, LibraryVersionsTest.class.getClassLoader())).isNotNull();
  }

  private static boolean isOfALibrary(JavaClass owner) {
    String name = owner.getBaseComponentType().getName();
    return LIBRARIES.stream().anyMatch(name::startsWith);
  }

  /** Of this name and these parameters, in the class or in one above it. */
  private static boolean isThere(AccessTarget target) {
    return target.resolveMember().isPresent();
  }
}
