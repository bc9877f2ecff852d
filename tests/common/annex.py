# SPDX-License-Identifier: Apache-2.0
"""The annex of the ITU action plan, read by hand from the document: objective,
action line, its words there, lead, co-leads, what stands in the parentheses,
and what follows the dash."""
ANNEX = [
    ("gdc.o1", "wsis.c2", "C2: ICT infrastructure",
     "ITU", [], "ITU sole lead",
     "Lays the foundation by addressing connectivity gaps"),
    ("gdc.o1", "wsis.c4", "C4: Capacity Building",
     "ITU", ["UNDP", "UNESCO", "UNCTAD", "UN DESA", "FAO", "UNIDO"],
     "ITU lead with UNDP, UNESCO, UNCTAD, UN DESA, FAO, UNIDO as co-leads",
     "Empowers people with the skills to leverage ICTs effectively"),
    ("gdc.o1", "wsis.c6", "C6: Enabling Environment",
     "ITU", ["UNDP", "UN Regional Commissions", "UNCTAD", "UN DESA", "UNIDO"],
     "ITU lead with UNDP, UN Regional Commissions, UNCTAD, UN DESA, UNIDO as "
     "co-leads",
     "Ensures affordability and inclusivity through sound regulatory and "
     "policy frameworks"),
    ("gdc.o1", "wsis.c11", "C11: International and Regional Cooperation",
     "UN-DESA", ["ITU", "UN Regional Commissions", "UNDP", "UNESCO"],
     "UN-DESA with ITU, UN Regional Commissions, UNDP, UNESCO as co-leads",
     "Fosters multistakeholder collaboration in policymaking, resource "
     "mobilization, and implementation, ensuring inclusive, sustainable "
     "efforts to close the digital divide"),
    ("gdc.o2", "wsis.c4", "C4: Capacity Building",
     "ITU", ["UNDP", "UNESCO", "UNCTAD", "UN DESA", "FAO", "UNIDO"],
     "ITU lead with UNDP, UNESCO, UNCTAD, UN DESA, FAO, UNIDO as co-leads",
     "Equips individuals and communities with the skills needed to "
     "participate in and benefit from the digital economy"),
    ("gdc.o2", "wsis.c6", "C6: Enabling Environment",
     "ITU", ["UNDP", "UN REGIONAL COMMISSIONS", "UNCTAD", "UN DESA", "UNIDO"],
     "ITU lead with UNDP, UN REGIONAL COMMISSIONS, UNCTAD, UN DESA, UNIDO as "
     "co-leads",
     "Establishes the policy and regulatory conditions for equitable digital "
     "economic growth"),
    ("gdc.o2", "wsis.c7-ebus", "C7: ICT Applications (e-Business)",
     "UNCTAD", ["ITU", "ITC", "UPU"],
     "UNCTAD lead with ITU, ITC, UPU as co-leads",
     "Directly empowers individuals and businesses by providing tools, "
     "platforms, and knowledge to engage in the digital economy"),
    ("gdc.o2", "wsis.c3", "C3: Access to Information",
     "UNESCO", ["ITU", "FAO", "UNIDO"],
     "UNESCO lead with ITU, FAO, UNIDO as co-leads",
     "Promotes open access to data and digital resources, empowering "
     "individuals and businesses to innovate and succeed in the digital "
     "economy"),
    ("gdc.o3", "wsis.c5",
     "C5: Building Confidence and Security in the Use of ICTs",
     "ITU", [], "ITU sole lead",
     "The most directly relevant Action Line, addressing cyber threats, "
     "privacy, and safety"),
    ("gdc.o3", "wsis.c10",
     "C10: Ethical Dimensions of the Information Society",
     "UNESCO", [], "UNESCO sole lead",
     "Fosters trust by embedding ethical principles in digital governance"),
    ("gdc.o3", "wsis.c6", "C6: Enabling Environment",
     "ITU", ["UNDP", "UN Regional Commissions", "UNCTAD", "UN DESA", "UNIDO"],
     "ITU lead with UNDP, UN Regional Commissions, UNCTAD, UN DESA, UNIDO as "
     "co-leads",
     "Provides a stable foundation through policies and regulations that "
     "protect users and promote trust"),
    ("gdc.o3", "wsis.c11", "C11: International and Regional Cooperation",
     "UN-DESA", ["ITU", "UN Regional Commissions", "UNDP", "UNESCO"],
     "UN-DESA with ITU, UN Regional Commissions, UNDP, UNESCO as co-leads",
     "Promotes international cooperation on cybersecurity, data sharing, and "
     "responsible technology use to address global digital security and "
     "stability challenges"),
    ("gdc.o4", "wsis.c6", "C6: Enabling Environment",
     "ITU", [], "ITU Lead",
     "The most directly relevant, focusing on legal and regulatory frameworks "
     "for responsible data governance"),
    ("gdc.o4", "wsis.c5",
     "C5: Building Confidence and Security in the Use of ICTs",
     "ITU", [], "ITU Lead",
     "Essential for ensuring trust in data systems and equitable use."),
    ("gdc.o4", "wsis.c10",
     "C10: Ethical Dimensions of the Information Society",
     "UNESCO", [], "UNESCO Lead",
     "Addresses fairness, inclusivity, and respect for human rights in data "
     "governance"),
    ("gdc.o4", "wsis.c7-eenv", "C7: ICT Applications: e-Environment",
     "UNEP", ["ITU"], "UNEP, with ITU as co-lead",
     "promotes responsible data use to monitor environmental conditions, "
     "ensuring equitable access to data and fostering global collaboration "
     "for sustainability"),
    ("gdc.o5", "wsis.c10",
     "C10: Ethical Dimensions of the Information Society",
     "UNESCO", [], "UNESCO Lead",
     "The most directly aligned, addressing fairness, transparency, and human "
     "rights in AI"),
    ("gdc.o5", "wsis.c5",
     "C5: Building Confidence and Security in the Use of ICTs",
     "ITU", [], "ITU Lead",
     "Ensures trust and security in AI systems"),
    ("gdc.o5", "wsis.c6", "C6: Enabling Environment",
     "ITU", [], "ITU Lead",
     "Provides regulatory and policy support for international AI governance"),
    ("gdc.o5", "wsis.c7-ehea", "C7: ICT Applications: eHealth",
     "WHO", ["ITU"], "WHO lead with ITU as co-lead",
     "supports the ethical deployment and regulation of AI in healthcare to "
     "ensure safety, equity, and global health improvements"),
]
