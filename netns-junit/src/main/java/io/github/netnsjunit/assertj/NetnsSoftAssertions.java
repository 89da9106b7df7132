package io.github.netnsjunit.assertj;

import java.util.function.Consumer;
import org.assertj.core.api.AbstractSoftAssertions;
import org.assertj.core.api.SoftAssertionsProvider;
import org.assertj.core.api.StandardSoftAssertionsProvider;

/**
 * Collects failed assertions about live networks, and AssertJ's own, and reports them together. Not for several threads at once.
 *
 * <pre>{@code
 * NetnsSoftAssertions.assertSoftly(softly -> {
 *     softly.assertThat(blue).canPing("10.0.0.1");
 *     softly.assertThat(red).hasDefaultRouteVia("10.0.1.1");
 * });
 * }</pre>
 */
public class NetnsSoftAssertions extends AbstractSoftAssertions
        implements NetnsSoftAssertionsProvider, StandardSoftAssertionsProvider {

    /** Has collected nothing yet. */
    public NetnsSoftAssertions() {}

    /** Runs the assertions and then fails with all that failed, if any did. */
    public static void assertSoftly(Consumer<NetnsSoftAssertions> assertions) {
        SoftAssertionsProvider.assertSoftly(NetnsSoftAssertions.class, assertions);
    }
}
