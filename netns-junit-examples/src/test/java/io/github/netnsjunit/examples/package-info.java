/** The manual: what netns-junit is for, as tests that run. The README and the guide quote them. */
package io.github.netnsjunit.examples;
