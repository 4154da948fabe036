/**
 * Flow code that was pushed: folders, named by their content, kept in a topic.
 *
 * <p>An artifact's id is the hash of its manifest and not of an archive, so that it does not depend
 * on who packed the archive and how.
 */
@NullMarked
package dev.orrery.schemas.artifact;

import org.jspecify.annotations.NullMarked;
