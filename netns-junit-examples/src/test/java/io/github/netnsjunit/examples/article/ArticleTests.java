package io.github.netnsjunit.examples.article;

import io.github.netnsjunit.jupiter.NetNamespace;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;

/** The article in a root namespace of its own. Nothing here touches the machine, so that an ordinary user may run it. */
@Order(1)
@DisplayName("In a root namespace of its own")
@NetNamespace("root_ns")
@Tag("kernel")
class ArticleTests extends Article {

    @Override
    String birthplace() {
        return "root_ns";
    }
}
