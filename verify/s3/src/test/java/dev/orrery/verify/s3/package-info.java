/** A store that speaks the protocol of S3, and is no mock-up of ours. */
@NullMarked
package dev.orrery.verify.s3;

import org.jspecify.annotations.NullMarked;
