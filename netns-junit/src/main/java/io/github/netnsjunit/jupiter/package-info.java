/**
 * Networks for JUnit tests, declared as annotations: hosts, links and routes come up before a test, its body runs inside the host
 * that it names, and nothing is left afterwards.
 *
 * <p>Every annotation brings {@link io.github.netnsjunit.jupiter.NetnsExtension} with it: a test class needs no
 * {@code @ExtendWith}. Each can be used as a meta-annotation, to give a network a name of its own.
 */
@NullMarked
package io.github.netnsjunit.jupiter;

import org.jspecify.annotations.NullMarked;
