/**
 * Code in S3, or in a store that speaks its protocol. Apart from the work that needs it, since who
 * brings code there knows nothing of runs.
 */
@NullMarked
package dev.orrery.runner.work.s3;

import org.jspecify.annotations.NullMarked;
