"""Open data: what is published, as files for programs, with what describes and proves them."""
