"""Those who work with the portal: their accounts, their absences, the searches they keep."""
