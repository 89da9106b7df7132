/**
 * Floor 5, hidden: the messages of failed assertions, a class for each subject. Each factory method returns one message, which
 * AssertJ formats when the assertion fails.
 */
@NullMarked
package io.github.netnsjunit.assertj.error;

import org.jspecify.annotations.NullMarked;
