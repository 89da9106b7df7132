package io.github.netnsjunit.assertj;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.assertj.error.LabMessages;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.lab.listing.LeftThread;
import java.util.List;

/** Assertions about a lab. */
public class LabAssert extends AbstractNetnsAssert<LabAssert, Lab> {

    /** For {@link NetnsAssertions} and for AssertJ's proxies. */
    public LabAssert(Lab actual) {
        super(actual, LabAssert.class);
    }

    /**
     * Verifies that the lab has a namespace with this name, and leads to assertions about it.
     *
     * <pre>{@code
     * assertThat(lab).hasNamespace("blue_ns").canPing("10.0.0.1"); // passes
     * assertThat(lab).hasNamespace("green_ns"); // fails
     * }</pre>
     */
    public final NetworkNamespaceAssert hasNamespace(String name) {
        requireNonNull(name, "name");
        return leadTo(
                NetworkNamespaceAssert.class,
                NetworkNamespaceAssert::new,
                NetworkNamespace.class,
                () -> new Next<>(namespace(name), next -> {}));
    }

    /**
     * Verifies that no threads except the lab's own are inside its namespaces. Such threads would keep the namespaces alive after
     * the lab is closed. Threads that end within 0.1 s do not count, nor do those that {@link Lab#leftThreads()} leaves out.
     *
     * <pre>{@code
     * assertThat(lab).hasNoLeftThreads(); // passes
     * blue.run(() -> new Thread(LockSupport::park).start());
     * assertThat(lab).hasNoLeftThreads(); // fails, and shows the thread's stack
     * }</pre>
     */
    public LabAssert hasNoLeftThreads() {
        return verify(latest -> {
            List<LeftThread> left = latest.leftThreads();
            return left.isEmpty() ? null : LabMessages.shouldHaveNoLeftThreads(left);
        });
    }

    private NetworkNamespace namespace(String name) {
        return actual.namespaces().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> assertionError(LabMessages.shouldHaveNamespace(
                        name,
                        actual.namespaces().stream().map(NetworkNamespace::name).toList())));
    }
}
