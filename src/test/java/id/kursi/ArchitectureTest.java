package id.kursi;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.quarkus.runtime.annotations.RegisterForReflection;

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
          .layer("waitingroom")
          .definedBy("id.kursi.waitingroom..")
          .layer("catalogue")
          .definedBy("id.kursi.catalogue..")
          .layer("platform")
          .definedBy("id.kursi.platform..")
          .whereLayer("reservation")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("waitingroom")
          .mayOnlyBeAccessedByLayers("reservation")
          .whereLayer("catalogue")
          .mayOnlyBeAccessedByLayers("reservation", "waitingroom")
          .whereLayer("platform")
          .mayOnlyBeAccessedByLayers("catalogue", "reservation", "waitingroom");

  @ArchTest
  static final ArchRule everyClassBelongsToAKnownPackage =
      noClasses()
          .should()
          .resideOutsideOfPackages(
              "id.kursi.reservation..",
              "id.kursi.waitingroom..",
              "id.kursi.catalogue..",
              "id.kursi.platform..");

  @ArchTest
  static final ArchRule theSeatPathTouchesNoHibernate =
      noClasses()
          .that()
          .resideInAnyPackage("id.kursi.reservation..", "id.kursi.waitingroom..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.hibernate..", "jakarta.persistence..", "io.quarkus.hibernate..");

  /** A native executable holds only what was registered for it (docs/NATIVE.md). */
  @ArchTest
  static final ArchRule nothingReflects =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.lang.reflect..", "java.lang.invoke..")
          .orShould()
          .callMethodWhere(
              target(owner(type(Class.class)))
                  .and(
                      target(
                          nameMatching(
                              "forName|get(Declared)?(Constructor|Field|Method)s?|newInstance"))))
          .orShould()
          .callMethodWhere(target(owner(assignableTo(ClassLoader.class))));

  /** What Jackson writes it reads by reflection. */
  @ArchTest
  static final ArchRule viewsAreRegistered =
      classes()
          .that()
          .haveSimpleNameEndingWith("View")
          .or()
          .haveSimpleName("All")
          .should()
          .beAnnotatedWith(RegisterForReflection.class);

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
