/**
 * A Linux network of its own for every JUnit test: network namespaces, veth pairs, bridges and routes, declared by
 * annotations or built in code, and gone when the test is.
 */
module io.github.netnsjunit {
    requires java.management;
    requires transitive java.net.http;
    requires transitive org.assertj.core;
    requires transitive org.jspecify;
    requires transitive org.junit.jupiter.api;
    requires org.jnrproject.constants;
    requires org.jnrproject.ffi;
    requires org.jnrproject.posix;
    requires static transitive okhttp3;
    requires static okio;
    requires static transitive org.junit.platform.launcher;

    exports io.github.netnsjunit.assertj;
    exports io.github.netnsjunit.jupiter;
    exports io.github.netnsjunit.lab;
    exports io.github.netnsjunit.probe;

    // AssertJ's soft assertions generate subclasses of ours beside them
    opens io.github.netnsjunit.assertj to
            org.assertj.core;

    provides org.junit.platform.launcher.LauncherSessionListener with
            io.github.netnsjunit.jupiter.NetnsLauncherSessionListener;
}
