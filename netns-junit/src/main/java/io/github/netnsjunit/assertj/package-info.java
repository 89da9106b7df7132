/**
 * Floor 5: AssertJ assertions about labs, network namespaces, their interfaces, routes, switches and processes, and HTTP answers. Begin with
 * {@link io.github.netnsjunit.assertj.NetnsAssertions}, or softly with {@link io.github.netnsjunit.assertj.NetnsSoftAssertions}.
 */
@NullMarked
package io.github.netnsjunit.assertj;

import org.jspecify.annotations.NullMarked;
