/** Floor 3, hidden: the machine and the Java runtime under a lab, and how their refusals are told. */
@NullMarked
package io.github.netnsjunit.lab.system;

import org.jspecify.annotations.NullMarked;
