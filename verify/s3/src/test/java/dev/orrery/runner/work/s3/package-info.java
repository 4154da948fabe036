@NullMarked
package dev.orrery.runner.work.s3;

import org.jspecify.annotations.NullMarked;
