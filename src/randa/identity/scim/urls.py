"""The addresses of SCIM 2.0. Included under /scim/v2/; the names are the protocol's."""

from django.urls import path

from randa.identity.scim import views

app_name = "scim"
urlpatterns = [
    path("ServiceProviderConfig", views.provider_config, name="provider_config"),
    path("ResourceTypes", views.resource_type_list, name="resource_types"),
    path("ResourceTypes/<str:name>", views.resource_type_list, name="resource_type"),
    path("Schemas", views.schema_list, name="schemas"),
    path("Schemas/<str:name>", views.schema_list, name="schema"),
    path("Users", views.users, name="users"),
    path("Users/.search", views.search, {"kind": "User"}, name="search_users"),
    path("Users/<str:pk>", views.user, name="user"),
    path("Groups", views.groups, name="groups"),
    path("Groups/.search", views.search, {"kind": "Group"}, name="search_groups"),
    path("Groups/<str:pk>", views.group, name="group"),
    path("Bulk", views.unsupported, name="bulk"),
    path(".search", views.unsupported, name="search"),
    path("Me", views.unsupported, name="me"),
    path("<path:path>", views.unknown, name="unknown"),
]
