/**
 * A Linux network of its own for every JUnit test: network namespaces, veth pairs, bridges and routes, declared by
 * annotations or built in code, and gone when the test is.
 */
module io.github.netnsjunit {
    requires java.management;
    // empties Java's cache of getLocalHost()
    requires jdk.unsupported;
    requires transitive java.net.http;
    requires transitive org.assertj.core;
    requires transitive org.jspecify;
    requires transitive org.junit.jupiter.api;
    requires org.jnrproject.constants;
    requires org.jnrproject.jffi;
    requires org.objectweb.asm;
    requires org.objectweb.asm.tree;
    requires static okhttp3;
    requires static org.dnsjava;
    requires static okio;
    requires static org.junit.platform.launcher;

    exports io.github.netnsjunit.address;
    exports io.github.netnsjunit.assertj;
    exports io.github.netnsjunit.jupiter;
    exports io.github.netnsjunit.lab;
    exports io.github.netnsjunit.lab.listing;
    exports io.github.netnsjunit.link;
    exports io.github.netnsjunit.policy;
    exports io.github.netnsjunit.probe;
    exports io.github.netnsjunit.process;
    exports io.github.netnsjunit.route;
    exports io.github.netnsjunit.service;
    exports io.github.netnsjunit.topology;

    // JUnit makes the readers of the annotations, whose constructors are nobody else's to call
    opens io.github.netnsjunit.jupiter to
            org.junit.platform.commons;
    // AssertJ's soft assertions generate subclasses of ours beside them
    opens io.github.netnsjunit.assertj to
            org.assertj.core;

    provides org.junit.jupiter.api.extension.Extension with
            io.github.netnsjunit.jupiter.launcher.EgressExtension;
    provides org.junit.platform.launcher.LauncherSessionListener with
            io.github.netnsjunit.jupiter.launcher.NetnsLauncherSessionListener;
}
