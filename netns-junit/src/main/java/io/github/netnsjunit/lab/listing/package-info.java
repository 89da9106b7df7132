/**
 * Floor 3: what a live network has at one moment, as the kernel lists it: interfaces, routes, rules, neighbours, the tables of bridges,
 * translations and connections; and what a test has left in it. All are values that do not change.
 */
@NullMarked
package io.github.netnsjunit.lab.listing;

import org.jspecify.annotations.NullMarked;
