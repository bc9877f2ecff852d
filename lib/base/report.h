/* SPDX-License-Identifier: Apache-2.0 */
/* What the library's own files need to report findings. */
#ifndef GDCT_BASE_REPORT_H
#define GDCT_BASE_REPORT_H

#include <gdctrace/report.h>

/* No place: a finding about the command line or the mapping as a whole. */
#define GDCT_NOWHERE ((GdctPlace){NULL, 0, 0})

#endif
