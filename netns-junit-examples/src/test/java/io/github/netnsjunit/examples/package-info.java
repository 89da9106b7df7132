/** The manual: what netns-junit is for, as tests that run. The README quotes them. */
package io.github.netnsjunit.examples;
