package io.github.netnsjunit.topology;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/** Asks recipes for the parts that they say. */
final class Expansion {

    private final List<Part> all;
    private final BiConsumer<Part, String> mistake;
    private final Map<Key.Link, LinkFacts> derivedBefore;
    private final Set<Key> declared = new HashSet<>();
    /** The first part that a recipe said with a key. */
    private final Map<Key, Part> said = new HashMap<>();
    /** The declared recipe that a part comes from. */
    private final IdentityHashMap<Part, Part> origins = new IdentityHashMap<>();

    private final List<Recipe> recipes = new ArrayList<>();

    /**
     * @param declared the parts that are no recipes' parts
     * @param derivedBefore what recipes said of interfaces in the topology that this one is made from
     * @param mistake takes what is wrong: a declared recipe, and the message
     */
    Expansion(List<Part> declared, Map<Key.Link, LinkFacts> derivedBefore, BiConsumer<Part, String> mistake) {
        this.derivedBefore = derivedBefore;
        this.all = new ArrayList<>(declared);
        this.mistake = mistake;
        addRecipes(declared);
        if (recipes.isEmpty()) {
            return;
        }
        declared.forEach(part -> this.declared.addAll(part.declares()));
        expand();
    }

    private void expand() {
        for (int asked = 0; asked < recipes.size(); ) {
            List<Recipe> round = List.copyOf(recipes.subList(asked, recipes.size()));
            asked = recipes.size();
            ask(round, (recipe, outline) -> to -> {
                recipe.namespaces().forEach(name -> to.accept(Namespace.of(name)));
                recipe.structure(outline, to);
            });
        }
        int structured = recipes.size();
        ask(List.copyOf(recipes), (recipe, outline) -> to -> recipe.consequences(outline, to));
        if (recipes.size() > structured) {
            throw new IllegalStateException(
                    "[" + recipes.get(structured) + "] is a recipe, so another recipe must say it with the structure");
        }
    }

    private void ask(List<Recipe> round, BiFunction<Recipe, Outline, Consumer<Consumer<Part>>> question) {
        Outline outline = new Outline(
                List.copyOf(all), derivedBefore, (part, unreadable) -> {}); // the outline of all parts reports these
        for (Recipe recipe : round) {
            question.apply(recipe, outline).accept(part -> add(part, recipe));
        }
    }

    private void add(Part part, Recipe recipe) {
        Set<Part> same = new HashSet<>();
        for (Key key : part.declares()) {
            if (declared.contains(key)) {
                return;
            }
            Part other = said.get(key);
            if (other != null && same.add(other) && !part.saysTheSameAs(other)) {
                mistake.accept(origin(recipe), part.contradiction(key, other));
            }
        }
        if (same.isEmpty()) {
            part.declares().forEach(key -> said.put(key, part));
            origins.put(part, origin(recipe));
            all.add(part);
            addRecipes(List.of(part));
        }
    }

    private void addRecipes(List<Part> parts) {
        parts.stream().filter(Recipe.class::isInstance).map(Recipe.class::cast).forEach(recipes::add);
    }

    /** The declared parts, and then those that recipes say. */
    List<Part> parts() {
        return List.copyOf(all);
    }

    /** The parts that recipes say. */
    List<Part> derived() {
        return all.stream().filter(origins::containsKey).toList();
    }

    /** The declared recipe that a part comes from; the part itself if it is declared. */
    Part origin(Part part) {
        return origins.getOrDefault(part, part);
    }
}
