package io.github.netnsjunit.examples.article;

import io.github.netnsjunit.jupiter.NetNamespace;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;

/** The article with a root namespace of its own. It changes nothing on the machine, so every user can run it. */
@Order(1)
@DisplayName("In a root namespace of its own")
@NetNamespace("root_ns")
@Tag("kernel")
class ArticleTests extends Article {

    @Override
    String namespaceOfNewPair() {
        return "root_ns";
    }
}
