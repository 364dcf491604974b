package id.kursi;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * The packages of docs/ARCHITECTURE.md: each may use only what stands below it. A rule that matches
 * nothing fails.
 */
@AnalyzeClasses(packages = "id.kursi", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule packagesUseOnlyWhatStandsBelow =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("reservation")
          .definedBy("id.kursi.reservation..")
          .layer("catalogue")
          .definedBy("id.kursi.catalogue..")
          .layer("platform")
          .definedBy("id.kursi.platform..")
          .whereLayer("reservation")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("catalogue")
          .mayOnlyBeAccessedByLayers("reservation")
          .whereLayer("platform")
          .mayOnlyBeAccessedByLayers("catalogue", "reservation");

  @ArchTest
  static final ArchRule everyClassBelongsToAKnownPackage =
      noClasses()
          .should()
          .resideOutsideOfPackages(
              "id.kursi.reservation..", "id.kursi.catalogue..", "id.kursi.platform..");

  @ArchTest
  static final ArchRule theSeatPathTouchesNoHibernate =
      noClasses()
          .that()
          .resideInAPackage("id.kursi.reservation..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.hibernate..", "jakarta.persistence..", "io.quarkus.hibernate..");

  @ArchTest
  static final ArchRule onlyFlywayUsesJdbc =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "javax.sql..", "io.agroal..");

  @ArchTest
  static final ArchRule theCatalogueKnowsNoRedisAndNoLedger =
      noClasses()
          .that()
          .resideInAPackage("id.kursi.catalogue..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.vertx..", "io.quarkus.redis..");
}
