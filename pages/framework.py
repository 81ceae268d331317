"""Framework: is the right thing measured, delivered, looked at in the right meeting, and backed by evidence?"""

from datetime import date

from perfdash.figures.data_products import products_chart
from perfdash.reference import framework
from perfdash.reference import recommendations as asked_for
from perfdash.ui import assessment_views, chrome, forum_views, framework_views, reads, register_views
from perfdash.ui.reference_panels import heading, rows_panel, source_words
from perfdash.ui.roles import Role, role
from perfdash.ui.views_switch import chosen_view

chrome.begin()
force = framework_views.chosen_force(reads.status())
view = chosen_view(framework_views.VIEWS, label="Part of the framework")
held, today = reads.months_held(force), date.today()
kept = framework_views.kept

if view == "measures":
    chrome.headline(register_views.headline(held), register_views.formal(force))
    themes = register_views.theme_rows(held, today)
    source = source_words(asked_for.themes(), "themes.csv", force)
    rows_panel("themes", register_views.THEMES_CAPTION, register_views.THEMES, themes, source)
    heading(register_views.register_title(held), register_views.REGISTER_FORMAL)
    rows = register_views.register_rows(held)
    rows_panel("measures", "One row a measure", register_views.REGISTER, rows, register_views.REGISTER_SOURCE)

elif view == "products":
    products = kept(framework.data_products_of(force), today)
    chrome.headline(framework_views.products_headline(products, force, today), framework_views.PRODUCTS_FORMAL)
    if products:
        rows_panel(
            "data_products",
            "One row a data product",
            framework_views.PRODUCTS,
            framework_views.product_rows(products, held, today),
            source_words(products, "data_products.csv", force),
            products_chart(framework_views.drawn_products(products, today), today),
            framework_views.products_headline(products, force, today),
        )

elif view == "forums":
    forums, plans = kept(framework.forums_of(force), today), framework.delivery_plans_of(force)
    chrome.headline(forum_views.headline(forums, plans, force, today), forum_views.unlooked_at(forums, plans, today))
    if forums:
        calendar = forum_views.calendar_rows(forums, held, today)
        source = source_words(forums, "forums.csv", force)
        rows_panel("forums", forum_views.CALENDAR_CAPTION, forum_views.calendar_columns(today), calendar, source)
    if plans:
        heading(forum_views.plans_title(plans, today), forum_views.PLANS_FORMAL)
        listed = forum_views.plan_rows(plans, held, today)
        source = source_words(plans, "delivery_plans.csv", force)
        rows_panel("delivery_plans", "One row a command or function", forum_views.PLANS, listed, source)

elif view == "assessment":
    lines = kept(framework.self_assessment_of(force), today)
    chrome.headline(assessment_views.assessment_headline(lines, force), assessment_views.ASSESSMENT_FORMAL)
    if lines:
        rows = assessment_views.assessment_rows(lines, today)
        source = source_words(lines, "self_assessment.csv", force)
        rows_panel("self_assessment", "One row a line", assessment_views.ASSESSMENT, rows, source)

else:
    is_public = role() is Role.PUBLIC
    units = kept(framework.analysis_capacity_of(force), today)
    chrome.headline(assessment_views.capacity_headline(units, is_public, force), assessment_views.CAPACITY_FORMAL)
    if units:
        rows = assessment_views.capacity_rows(units, is_public, today)
        source = source_words(units, "analysis_capacity.csv", force)
        rows_panel("analysis_capacity", "One row a unit", assessment_views.CAPACITY, rows, source)

chrome.stamp(framework_views.held_of(force, reads.status()), reads.status())
