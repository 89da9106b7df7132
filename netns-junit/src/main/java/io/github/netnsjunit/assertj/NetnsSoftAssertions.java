package io.github.netnsjunit.assertj;

import java.util.function.Consumer;
import org.assertj.core.api.AbstractSoftAssertions;
import org.assertj.core.api.SoftAssertionsProvider;
import org.assertj.core.api.StandardSoftAssertionsProvider;

/**
 * Collects failed assertions about live networks, and AssertJ's own, and reports them together. Not safe for use by several
 * threads at once.
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

    /** Makes a collector that has collected nothing yet. */
    public NetnsSoftAssertions() {}

    /** Runs the assertions, then fails with all failures together, if there are any. */
    public static void assertSoftly(Consumer<NetnsSoftAssertions> assertions) {
        SoftAssertionsProvider.assertSoftly(NetnsSoftAssertions.class, assertions);
    }
}
