/** Floor 3, hidden: makes the exceptions for what the kernel refuses: which step failed, where, why, and what to do about it. */
@NullMarked
package io.github.netnsjunit.lab.refusal;

import org.jspecify.annotations.NullMarked;
