/** Products in networks: frameworks, clusters and servers, as tests that run. Built and run by {@code ./mvnw -Pproducts verify}. */
package io.github.netnsjunit.examples.products;
