/**
 * Floor 6: Annotations that declare networks for JUnit tests. The hosts, links and routes exist while a test runs, the body of
 * the test runs inside the host that it names, and nothing is left afterwards.
 *
 * <p>Every annotation registers {@link io.github.netnsjunit.jupiter.NetnsExtension}, so a test class needs no
 * {@code @ExtendWith}. Each can be used as a meta-annotation, to give a network a name.
 */
@NullMarked
package io.github.netnsjunit.jupiter;

import org.jspecify.annotations.NullMarked;
