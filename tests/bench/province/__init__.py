"""An invented province, whole: agencies, three years of annual reports, and what is wrong in them, known beforehand."""
