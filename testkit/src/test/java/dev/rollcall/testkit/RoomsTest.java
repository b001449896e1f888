package dev.rollcall.testkit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Programs use servers and data, so neither may need what tests are made of. */
class RoomsTest {

  private static final String TESTKIT = "dev.rollcall.testkit";

  private final JavaClasses testkit =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(TESTKIT);

  @Test
  void onlyContractsAndTheExtensionKnowJUnit() {
    noClasses()
        .that()
        .resideOutsideOfPackages(TESTKIT + ".contract..", TESTKIT + ".junit..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.junit..", "org.assertj..")
        .check(testkit);
  }

  @Test
  void dataKnowsNoServersAndServersKnowNoData() {
    String[] data = {TESTKIT + ".randomuser..", TESTKIT + ".commerce..", TESTKIT + ".random.."};
    noClasses()
        .that()
        .resideInAPackage(TESTKIT + ".server..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(data)
        .check(testkit);
    noClasses()
        .that()
        .resideInAnyPackage(data)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(TESTKIT + ".server..", TESTKIT + ".contract..", TESTKIT + ".junit..")
        .check(testkit);
  }

  @Test
  void howServersRunDoesNotKnowTheirFace() {
    noClasses()
        .that()
        .resideInAPackage(TESTKIT + ".server.internal..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(TESTKIT + ".server")
        .check(testkit);
  }
}
