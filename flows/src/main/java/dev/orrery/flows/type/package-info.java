/**
 * Java's types and JSON: the schema of a type, and values there and back. Texts and schemas are
 * those that Python's side of the kit writes for the same types, so that the same deployment in
 * either language is the same document.
 */
@NullMarked
package dev.orrery.flows.type;

import org.jspecify.annotations.NullMarked;
