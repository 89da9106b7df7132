/** A suite that runs as a whole in a network of its own: with {@code netns.junit.jvm=hermetic}, which the build sets for this package. */
package io.github.netnsjunit.examples.products.wholesuite;
