/* SPDX-License-Identifier: Apache-2.0 */
/* A work plan: the activities that were chosen, and what is asked of them. */
#ifndef GDCT_DOCUMENT_WORK_PLAN_H
#define GDCT_DOCUMENT_WORK_PLAN_H

#include "document/gather.h"

/* A bureau, and the sector that it serves (Constitution of ITU; the General
 * Secretariat serves all). */
typedef struct {
  const char *bureau, *sector;
  const char *id;     /* of its node */
  const char *title;  /* to be translated */
  const char *filter; /* that lists its activities */
} PlanOffice;

enum { PLAN_OFFICES = 4 };
extern const PlanOffice gdct_plan_offices[PLAN_OFFICES];

/* Both in reading order. */
typedef struct {
  const Paper *paper;
  NodeSet activities; /* those that were chosen */
  NodeSet requests;   /* those that were chosen; all if none was */
  uint32_t all_requests;
  bool any_request; /* the filters chose one */
} Plan;

void gdct_plan_open(Plan *plan, const Paper *paper);
void gdct_plan_close(Plan *plan);

/* Whether an activity is one of an office: by its bureau, or the sector that
 * the bureau serves. PLAN_OFFICES is the office of those who have none. */
bool gdct_plan_has_office(const Paper *paper, uint32_t node, size_t office);

/* A command that lists the chosen activities, with one more filter or NULL.
 * Free with g_free(). */
char *gdct_plan_command(const Paper *paper, const char *filter);

/* The same for what draws them as a timeline. */
char *gdct_plan_draw_command(const Paper *paper);

bool gdct_plan_has_time(const Paper *paper, uint32_t node);

/* How many activities the plan has, in a sentence. */
void gdct_plan_tell_activities(const Plan *plan);

/* A table of what the activities support. */
void gdct_plan_put_served(const Plan *plan);

/* Sections that stand in files of their own. */
void gdct_plan_asked(const Paper *paper);
void gdct_plan_bureaux(const Paper *paper);
void gdct_plan_roles(const Paper *paper);
void gdct_plan_partners(const Paper *paper);
void gdct_plan_timeline(const Paper *paper);
void gdct_plan_mandates(const Paper *paper);
void gdct_plan_served(const Paper *paper);
void gdct_plan_overlaps(const Paper *paper);
void gdct_plan_gaps(const Paper *paper);
void gdct_plan_steps(const Paper *paper);

#endif
