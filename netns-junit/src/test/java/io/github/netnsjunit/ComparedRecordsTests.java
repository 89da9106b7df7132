package io.github.netnsjunit;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.netnsjunit.route.StaticRoute;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.LinkFacts;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Records that have {@code equals} and {@code hashCode} by hand compare all their components.
 *
 * <p>They are those that the first network of a JVM compares. Java makes these methods for a record when they are first called, from
 * method handles, and for 25 records that took a fresh JVM 40 ms.
 */
class ComparedRecordsTests {

    static Stream<JavaClass> records() {
        return new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("io.github.netnsjunit").stream()
                        .filter(JavaClass::isRecord)
                        .filter(record -> !readBy(equalsOf(record)).isEmpty()); // what Java makes reads no field itself
    }

    @Test
    void areThoseThatANetworkComparesMost() {
        assertThat(records().map(JavaClass::getFullName))
                .contains(Key.Link.class.getName(), LinkFacts.class.getName(), StaticRoute.class.getName());
    }

    private static JavaMethod equalsOf(JavaClass record) {
        return record.getMethod("equals", Object.class);
    }

    private static Set<String> readBy(JavaMethod method) {
        return method.getFieldAccesses().stream()
                .filter(access -> access.getTargetOwner().equals(method.getOwner()))
                .map(JavaFieldAccess::getName)
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @MethodSource("records")
    void compareAllTheirComponents(JavaClass record) {
        String[] components = record.getFields().stream()
                .filter(field -> !field.getModifiers().contains(JavaModifier.STATIC))
                .map(JavaField::getName)
                .toArray(String[]::new);
        assertThat(readBy(equalsOf(record))).containsExactlyInAnyOrder(components);
        assertThat(readBy(record.getMethod("hashCode"))).containsExactlyInAnyOrder(components);
    }
}
