/**
 * Floor 3, hidden: how the library waits for something, hands code over to another thread, and takes all steps of a clean-up though
 * some fail. It knows nothing of labs.
 */
@NullMarked
package io.github.netnsjunit.lab.waiting;

import org.jspecify.annotations.NullMarked;
