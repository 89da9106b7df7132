package io.github.netnsjunit.examples.article;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;

/** The sections of the article. The two suites inherit them, and each suite declares its own {@code root_ns}. */
abstract class Article {

    /** The name of the namespace in which section 4 makes its veth pair. One end then moves to the other namespace. */
    abstract String namespaceOfNewPair();

    @Nested
    @Order(1)
    @DisplayName("1. The environment")
    class Section1 extends Section1RootNamespace {}

    @Nested
    @Order(2)
    @DisplayName("2. What is a network namespace?")
    class Section2 extends Section2NetworkNamespace {}

    @Nested
    @Order(3)
    @DisplayName("3. What is a virtual Ethernet pair?")
    class Section3 extends Section3VethPair {}

    @Nested
    @Order(4)
    @DisplayName("4. Communication between root_ns and blue_ns")
    class Section4 extends Section4TwoNamespaces {

        @Override
        String namespaceOfNewPair() {
            return Article.this.namespaceOfNewPair();
        }
    }

    @Nested
    @Order(5)
    @DisplayName("5. Communication between blue_ns and the host's address")
    class Section5 extends Section5HostAddress {}

    @Nested
    @Order(6)
    @DisplayName("6. What is a bridge?")
    class Section6 extends Section6Bridge {}
}
