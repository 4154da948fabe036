/** What the documents tell their readers to type, typed. */
@NullMarked
package dev.orrery.verify.docs;

import org.jspecify.annotations.NullMarked;
