package io.github.netnsjunit.assertj;

import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.lab.listing.Interface;
import io.github.netnsjunit.process.NamespaceProcess;
import org.assertj.core.api.SoftAssertionsProvider;

/**
 * Soft assertions about live networks. Implement it in your own collector, or use {@link NetnsSoftAssertions}. {@code get(..)},
 * {@code hasInterface(..)}, {@code cannotPing(..)} and the like lead to soft assertions too. If one of them fails, the assertions
 * that are chained behind it are not verified.
 */
public interface NetnsSoftAssertionsProvider extends SoftAssertionsProvider {

    /** Begins soft assertions about a network namespace. */
    default NetworkNamespaceAssert assertThat(NetworkNamespace actual) {
        return proxy(NetworkNamespaceAssert.class, NetworkNamespace.class, actual)
                .collectedBy(this);
    }

    /** Begins soft assertions about a lab. */
    default LabAssert assertThat(Lab actual) {
        return proxy(LabAssert.class, Lab.class, actual).collectedBy(this);
    }

    /** Begins soft assertions about a process that was started inside a namespace. */
    default NamespaceProcessAssert assertThat(NamespaceProcess actual) {
        return proxy(NamespaceProcessAssert.class, NamespaceProcess.class, actual)
                .collectedBy(this);
    }

    /** Begins soft assertions about an interface as it was when it was read. */
    default InterfaceAssert assertThat(Interface actual) {
        return proxy(InterfaceAssert.class, Interface.class, actual).collectedBy(this);
    }

    /** Begins soft assertions about an HTTP answer; for one of the JDK's client see {@link HttpAnswer#of}. */
    default HttpResponseAssert assertThat(HttpAnswer actual) {
        return proxy(HttpResponseAssert.class, HttpAnswer.class, actual).collectedBy(this);
    }
}
