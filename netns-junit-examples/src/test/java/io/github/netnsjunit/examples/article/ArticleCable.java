package io.github.netnsjunit.examples.article;

import io.github.netnsjunit.jupiter.VethEnd;
import io.github.netnsjunit.jupiter.VethPair;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The veth pair between {@code root_ns} and {@code blue_ns} that the article's picture shows. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@VethPair(
        left = @VethEnd(namespace = "root_ns", name = "veth_root_ns", address = "10.0.0.1/24"),
        right = @VethEnd(namespace = "blue_ns", name = "veth_blue_ns", address = "10.0.0.2/24"))
@interface ArticleCable {}
