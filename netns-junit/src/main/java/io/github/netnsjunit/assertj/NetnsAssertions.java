package io.github.netnsjunit.assertj;

import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.lab.listing.Interface;
import io.github.netnsjunit.process.NamespaceProcess;

/**
 * The entry point for assertions about live networks. Its {@code assertThat} can be imported beside AssertJ's own:
 *
 * <pre>{@code
 * import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
 *
 * assertThat(blue).canPing("10.0.0.1").cannotConnectTo("10.0.0.1", 81).because(Unreachable.REFUSED);
 * }</pre>
 */
public final class NetnsAssertions {

    private NetnsAssertions() {}

    /** Begins assertions about a network namespace: whom it reaches, its interfaces, routes, ports and kernel parameters. */
    public static NetworkNamespaceAssert assertThat(NetworkNamespace actual) {
        return new NetworkNamespaceAssert(actual);
    }

    /** Begins assertions about a lab. */
    public static LabAssert assertThat(Lab actual) {
        return new LabAssert(actual);
    }

    /** Begins assertions about a process that was started inside a namespace. */
    public static NamespaceProcessAssert assertThat(NamespaceProcess actual) {
        return new NamespaceProcessAssert(actual);
    }

    /** Begins assertions about an interface as it was when it was read. */
    public static InterfaceAssert assertThat(Interface actual) {
        return new InterfaceAssert(actual);
    }

    /** Begins assertions about an HTTP answer; for one of the JDK's client see {@link HttpAnswer#of}. */
    public static HttpResponseAssert assertThat(HttpAnswer actual) {
        return new HttpResponseAssert(actual);
    }
}
