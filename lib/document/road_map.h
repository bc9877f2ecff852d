/* SPDX-License-Identifier: Apache-2.0 */
/* The road map of an action line: what belongs to it. */
#ifndef GDCT_DOCUMENT_ROAD_MAP_H
#define GDCT_DOCUMENT_ROAD_MAP_H

#include "document/gather.h"

/* All sets in reading order; without what is proposed. */
typedef struct {
  const Paper *paper;
  NodeSet lines;          /* the action line, and its parts at any depth */
  NodeSet aims;           /* objectives and scopes implemented through them */
  NodeSet direct;         /* commitments implemented through them */
  NodeSet commitments;    /* these, and those under the aims */
  NodeSet goals, targets; /* what the lines contribute to */
  NodeSet own;            /* activities for one of the lines */
  NodeSet others; /* activities for an aim or a commitment, and not own */
} Road;

/* Linear in the links of what is in it. */
void gdct_road_open(Road *road, const Paper *paper);
void gdct_road_close(Road *road);

/* The commitments under an aim. Of uint32_t; free with g_array_unref(). */
GArray *gdct_road_commitments(const Road *road, uint32_t aim);

/* The organizations that lead one of the lines; else those that co-lead or
 * facilitate it. */
void gdct_road_leads(const Road *road, NodeSet *ret_leads);

/* Sections that stand in files of their own. */
void gdct_road_facilitators(const Paper *paper);
void gdct_road_compact(const Paper *paper);
void gdct_road_sdgs(const Paper *paper);
void gdct_road_activities(const Paper *paper);
void gdct_road_picture(const Paper *paper);
void gdct_road_measures(const Paper *paper);
void gdct_road_gaps(const Paper *paper);
void gdct_road_steps(const Paper *paper);

/* The paragraph that asks for road maps; GDCT_NONE if the mapping has it not */
uint32_t gdct_road_request(const Paper *paper);

#endif
